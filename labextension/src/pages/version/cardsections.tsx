import type { ReactNode } from 'react';
import type { CardPage, CardSection, CardTable, CardText } from '../../nouns';
import { Fact } from '../../ui/fact';
import { Outputs } from '../../ui/outputs';
import { Picture } from '../../ui/picture';
import type { IVersionProps } from './services';

type Card = CardPage['card'];

/** A card: text as Markdown that is not trusted, numbers as tables, plots as pictures, and what is missing. */
export function CardSections(props: IVersionProps & { card: Card }): JSX.Element {
  return (
    <div className="ct-ModelCard">
      {props.card.sections.map(section => (
        <Section key={section.key} {...props} section={section} />
      ))}
    </div>
  );
}

function Section(props: IVersionProps & { section: CardSection }): JSX.Element {
  const { section, trans } = props;
  const { facts, key, missing, plots, tables, texts, title } = section;
  return (
    <section className="ct-Card-section" data-id={key} aria-label={title}>
      <h3>{title}</h3>
      {texts.map(text => (
        <Text
          key={text.key}
          {...props}
          text={text}
          alone={texts.length === 1 && text.title === title}
        />
      ))}
      {facts.length > 0 && (
        <dl className="ct-Facts">
          {facts.map(({ label, value }, i) => (
            <Fact key={i} name={label}>
              {value}
            </Fact>
          ))}
        </dl>
      )}
      {tables.map((table, i) => (
        <Table key={i} table={table} />
      ))}
      <Plots plots={plots} />
      {missing.map((one, i) => (
        <p className="ct-Card-missing" key={i}>
          {trans.__('Missing: %1', one)}
        </p>
      ))}
    </section>
  );
}

function Text(props: IVersionProps & { text: CardText; alone: boolean }): JSX.Element {
  const { alone, rendermime, text, trans } = props;
  return (
    <div className="ct-Card-text" data-id={text.key}>
      {!alone && <h4>{text.title}</h4>}
      {text.text === '' ? (
        <p className="ct-Card-missing">{trans.__('Missing: %1', text.asks)}</p>
      ) : (
        <>
          {text.origin !== '' && (
            <p className="ct-Quiet">
              {trans.__('Written for %1, not looked through since.', text.origin)}
            </p>
          )}
          <Outputs
            rendermime={rendermime}
            outputs={[
              {
                output_type: 'display_data',
                data: { 'text/markdown': text.text },
                metadata: {}
              }
            ]}
          />
        </>
      )}
    </div>
  );
}

function Table({ table }: { table: CardTable }): JSX.Element {
  return (
    <table className="ct-Table ct-Card-table">
      <caption>{table.title}</caption>
      <thead>
        <tr>
          {table.columns.map((name, i) => (
            <th key={i} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map((row, i) => (
          <tr key={i}>
            {row.map((value, j) => (
              <td key={j}>{value}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Plots(props: { plots: CardSection['plots'] }): ReactNode {
  return (
    props.plots.length > 0 && (
      <div className="ct-Pictures">
        {props.plots.map(({ svg, title }) => (
          <figure key={title}>
            <figcaption>{title}</figcaption>
            <Picture svg={svg} label={title} />
          </figure>
        ))}
      </div>
    )
  );
}
