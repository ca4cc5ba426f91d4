import type { CollectionSpec } from '@commissioning/read-store';

/** A decision as the public may read it. What was withheld is named with its ground. */
export interface DecisionDocument {
  /** `BEDS-PFCC24-0012`, or the number its source gives a decision taken before this record began. */
  readonly decision: string;
  readonly title: string;
  readonly decidedOn: string | null;
  readonly capacity: string | null;
  readonly background: string | null;
  readonly reasons: string | null;
  readonly authorises: ReadonlyArray<string>;
  /** Kinds of advice taken; the advice itself is not public. */
  readonly advice: ReadonlyArray<string>;
  readonly interestsDeclared: number | null;
  readonly withheld: ReadonlyArray<{
    readonly item: string;
    readonly ground: string;
    readonly inTheViewOf: string;
  }>;
  readonly publishedOn: string | null;
  readonly publishedAt: string | null;
  readonly origin: 'here' | 'before';
  readonly source: string | null;
  readonly commission: string | null;
}

export const decisionCollections: ReadonlyArray<CollectionSpec> = [
  { name: 'pending', fields: [], indexes: [], temporal: false },
  {
    name: 'decisions',
    fields: ['decidedOn', 'origin', 'decision'],
    indexes: [['decidedOn'], ['decision'], ['origin', 'decidedOn']],
    temporal: true,
  },
];
