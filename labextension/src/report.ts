import { Notification } from '@jupyterlab/apputils';
import { RequestError } from './client';

/** Do something the user asked for; where it fails, say why and what to do. */
export async function attempt<T>(action: () => Promise<T>): Promise<T | null> {
  try {
    return await action();
  } catch (reason) {
    const { hint, message } = RequestError.from(reason);
    Notification.error(hint ? `${message} ${hint}` : message, { autoClose: 8000 });
    return null;
  }
}
