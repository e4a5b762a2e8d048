import { useEffect, useState } from 'react';

/** A picture must say what it is, a piece of a page need not. */
const SVG = 'http://www.w3.org/2000/svg';

/** A drawing of the server. It is shown as a picture, in which nothing runs and nothing is loaded. */
export function Picture(props: { svg: string; label: string }): JSX.Element {
  const theme = useTheme();
  return (
    <img
      className="ct-Picture"
      data-theme={theme}
      src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(coloured(props.svg))}`}
      alt={props.label}
    />
  );
}

/** The name of the theme, told again when it changes. */
function useTheme(): string {
  const [theme, setTheme] = useState(themeName);
  useEffect(() => {
    const observer = new MutationObserver(() => {
      setTheme(themeName());
    });
    observer.observe(document.body, { attributeFilter: ['data-jp-theme-name'] });
    return () => {
      observer.disconnect();
    };
  }, []);
  return theme;
}

function themeName(): string {
  return document.body.dataset.jpThemeName ?? '';
}

/**
 * A drawing in the colours of the theme: a picture does not see the variables of the page.
 *
 * Quotes of font names are left out, for they would end the attribute that they stand in.
 */
export function coloured(svg: string): string {
  const style = getComputedStyle(document.body);
  const whole = svg.includes('xmlns=') ? svg : svg.replace('<svg', `<svg xmlns="${SVG}"`);
  return whole.replace(
    /var\((--[\w-]+)\s*(?:,\s*([^()]*))?\)/g,
    (_, name: string, otherwise = '') => {
      const value = style.getPropertyValue(name).trim() || String(otherwise);
      return value.replace(/["'<>&]/g, '');
    }
  );
}
