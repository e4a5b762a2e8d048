import type { ApprovalState } from '../nouns';

/** Whether a request still waits. */
export function isPending({ approval, void: reason }: ApprovalState): boolean {
  return approval.status === 'requested' && reason === '';
}
