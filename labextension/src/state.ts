import type { RequestError } from './client';

/** Nothing is known yet. */
export interface IPending {
  readonly phase: 'pending';
}

/** The server answered. */
export interface IReady<T> {
  readonly phase: 'ready';
  readonly value: T;
}

/** The server refused or could not be reached. */
export interface IFailed {
  readonly phase: 'failed';
  readonly error: RequestError;
}

/** How far a request is. */
export type State<T> = IPending | IReady<T> | IFailed;

export const PENDING: IPending = { phase: 'pending' };

export function ready<T>(value: T): IReady<T> {
  return { phase: 'ready', value };
}

export function failed(error: RequestError): IFailed {
  return { phase: 'failed', error };
}

/** Let the compiler prove that a switch left nothing out. */
export function unreachable(value: never): never {
  throw new Error(`Unexpected: ${JSON.stringify(value)}`);
}
