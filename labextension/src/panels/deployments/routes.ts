import type { TranslationBundle } from '@jupyterlab/translation';
import type { Route } from '../../nouns';

/** A route as it is edited: the share as whole or broken percent, as the user wrote it. */
export interface IRouteDraft {
  readonly version: number;
  readonly percent: string;
  readonly shadow: boolean;
}

/** Percent that differ by less than this are the same. */
const CLOSE = 0.01;

/** Turn routes into what is edited. */
export function draftsOf(routes: readonly Route[]): IRouteDraft[] {
  return routes.map(route => ({
    version: route.version,
    percent: String(Number((route.weight * 100).toPrecision(6))),
    shadow: route.shadow
  }));
}

/** Turn what was edited back into routes. */
export function routesOf(drafts: readonly IRouteDraft[]): Route[] {
  return drafts.map(draft => ({
    version: draft.version,
    weight: draft.shadow ? 0 : Number(draft.percent) / 100,
    shadow: draft.shadow
  }));
}

/** How many percent of the requests the routes answer. */
export function totalPercent(drafts: readonly IRouteDraft[]): number {
  const total = drafts
    .filter(draft => !draft.shadow)
    .reduce((sum, draft) => sum + Number(draft.percent), 0);
  return Number(total.toFixed(2));
}

/** What is wrong with the routes, in the user's language; an empty text where nothing is. */
export function problemOf(
  drafts: readonly IRouteDraft[],
  trans: TranslationBundle
): string {
  const answering = drafts.filter(draft => !draft.shadow);
  if (!answering.length) {
    return trans.__('One version has to answer: not all can be shadows.');
  }
  if (new Set(drafts.map(draft => draft.version)).size !== drafts.length) {
    return trans.__('A version may occur only once.');
  }
  if (!answering.every(draft => isPercent(draft.percent))) {
    return trans.__('Each share must be a number from 0 to 100.');
  }
  const total = totalPercent(drafts);
  return Math.abs(total - 100) <= CLOSE
    ? ''
    : trans.__('The shares add up to %1 %, not to 100 %.', total);
}

function isPercent(text: string): boolean {
  const value = Number(text);
  return text.trim() !== '' && value >= 0 && value <= 100;
}
