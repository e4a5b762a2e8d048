import type { IOutput } from '@jupyterlab/nbformat';
import {
  OutputArea,
  OutputAreaModel,
  SimplifiedOutputArea
} from '@jupyterlab/outputarea';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { Widget } from '@lumino/widgets';
import { useLayoutEffect, useRef } from 'react';

/**
 * Outputs as the notebook shows them.
 *
 * They come out of a store in which others may have written, so they are never trusted: HTML is sanitized and
 * scripts do not run.
 */
export function Outputs(props: {
  outputs: readonly unknown[];
  rendermime: IRenderMimeRegistry;
}): JSX.Element {
  const { rendermime } = props;
  const host = useRef<HTMLDivElement>(null);
  // A live run is fetched again and again; only outputs that differ are drawn anew.
  const text = JSON.stringify(props.outputs);
  // Before React takes the element out of the page: a widget can only be detached while it is in there.
  useLayoutEffect(() => {
    if (!host.current) {
      return;
    }
    const model = new OutputAreaModel({
      values: JSON.parse(text) as IOutput[],
      trusted: false
    });
    const area = new SimplifiedOutputArea({
      model,
      rendermime,
      contentFactory: OutputArea.defaultContentFactory
    });
    Widget.attach(area, host.current);
    return () => {
      area.dispose();
      model.dispose();
    };
  }, [text, rendermime]);
  return <div ref={host} className="ct-Outputs" />;
}
