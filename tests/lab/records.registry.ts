import type { ApprovalState } from '../../labextension/src/nouns';

/** What somebody may have written who means no good. */
export const HOSTILE = '<img src=x onerror=alert(1)>';

export const COLUMN = {
  name: 'months',
  type: 'int64',
  nullable: false,
  minimum: 1,
  maximum: 72,
  categories: null,
  shape: []
};

export const CARD = {
  card: {
    model: 'churn',
    number: 3,
    revision: 2,
    is_newer: false,
    sections: [
      {
        key: 'intended_use',
        title: 'Intended use',
        texts: [
          { key: 'uses', title: 'Uses', asks: 'What is it for?', text: '', origin: '' }
        ],
        facts: [{ label: 'rows', value: HOSTILE }],
        tables: [{ title: 'Slices', columns: ['slice', 'auc'], rows: [['eu', '0.9']] }],
        plots: [{ title: 'Curve', svg: '<svg viewBox="0 0 1 1"></svg>' }],
        missing: ['Fairness: no gate of this kind was run.']
      }
    ],
    revisions: [{ revision: 2, at: 1_700_000_000, who: 'ada', comment: 'first words' }]
  },
  html: '',
  document: '',
  markdown: ''
};

export function aRequest(fields: Partial<ApprovalState> = {}): ApprovalState {
  return {
    approval: {
      id: 'a1',
      model: 'churn',
      number: 3,
      alias: 'champion',
      status: 'requested',
      requested_by: 'ada',
      requested_at: 1_700_000_000,
      comment: HOSTILE,
      decided_by: null,
      decided_at: null,
      decision: '',
      votes: [],
      promote: true,
      replaces: 2,
      moves: 0,
      gates: ''
    },
    needed: 1,
    given: 0,
    void: '',
    may_approve: true,
    approvers: [],
    ...fields
  };
}
