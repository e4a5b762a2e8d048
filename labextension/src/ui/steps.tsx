import type { TranslationBundle } from '@jupyterlab/translation';
import { baseName } from '../format';
import type { Step, StepState } from '../nouns';
import { wordFor } from '../words';
import { Graph } from './graph';
import type { IGraph, IGraphNode } from './layers';

/** A step as a box of the graph. */
export interface IStepNode extends IGraphNode {
  readonly step: Step;
  readonly state: StepState | null;
}

/** The graph of a pipeline's steps: what waits for what. */
export function stepGraph(
  steps: readonly Step[],
  states: readonly StepState[]
): IGraph<IStepNode> {
  return {
    nodes: steps.map(step => ({
      id: step.name,
      label: step.name,
      kind: 'step',
      step,
      state: states.find(({ name }) => name === step.name) ?? null
    })),
    edges: steps.flatMap(({ after, name }) =>
      after.map(source => ({ source, target: name }))
    )
  };
}

/** The steps of a pipeline, drawn with how each stands. */
export function StepsGraph(props: {
  steps: readonly Step[];
  states: readonly StepState[];
  trans: TranslationBundle;
  onOpen: (node: IStepNode) => void;
}): JSX.Element {
  const { onOpen, states, steps, trans } = props;
  return (
    <Graph
      graph={stepGraph(steps, states)}
      label={trans.__('Steps')}
      captionOf={({ step }) => baseName(step.notebook)}
      statusOf={({ state }) => {
        const status = state?.status ?? 'waiting';
        return { status, label: wordFor(status, trans) };
      }}
      onOpen={onOpen}
    />
  );
}
