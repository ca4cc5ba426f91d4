import type { DecisionEvent, Withheld } from '@commissioning/domain';
import { effectiveAt, type Happened, londonDateOf } from '@commissioning/kernel';
import { concernedBy, inWords } from './acts';
import type { DecisionDocument, HeldDecision } from './documents';

type Taken = Happened<Extract<DecisionEvent, { type: 'DecisionTaken' }>>;
type Published = Happened<Extract<DecisionEvent, { type: 'DecisionPublished' }>>;

/** A decision as it will stand in the log once it is published. */
export const decisionTaken = ({ id, data, metadata }: Taken): HeldDecision => {
  const { decision, title, capacity, delegation, background, reasons, authorises, advice, interests } = data;
  return {
    decision: {
      decision,
      title,
      decidedOn: londonDateOf(effectiveAt(metadata)),
      capacity,
      delegation,
      background,
      reasons,
      authorises: authorises.map((act) => inWords(act, (provider) => provider)),
      ...concernedBy(authorises),
      advice: [...new Set(advice.map(({ kind }) => kind))],
      interestsDeclared: interests.length,
      withheld: [],
      publishedOn: null,
      publishedAt: null,
      broughtIn: [],
      origin: 'here',
      sources: [],
      minutes: [],
      superseded: null,
      supersedes: [],
      corrections: [],
      takenEvent: id as DecisionDocument['takenEvent'],
    },
    unnamed: authorises.map((act) => inWords(act, () => 'a provider whose name is withheld')),
  };
};

/** What stands in a decision in place of a part that is withheld, by the names under which it may be withheld. */
const inPlaceOf = ({ unnamed }: HeldDecision): Readonly<Record<string, Partial<DecisionDocument>>> => ({
  title: { title: 'Withheld' },
  background: { background: null },
  reasons: { reasons: null },
  provider: { authorises: unnamed },
  recipient: { authorises: unnamed },
  authorises: { authorises: [], commissions: [], funds: [] },
});

/**
 * A decision without what is withheld of it. An item that is the name of a part takes that part out; any other names
 * what had been left out of the wording already. Either is shown with its ground.
 */
const without = (held: HeldDecision, withheld: ReadonlyArray<Withheld>): DecisionDocument => {
  const places = inPlaceOf(held);
  // Whoever withholds both all that is authorised and a name in it means all of it.
  const parts = withheld
    .map(({ item }) => item.trim().toLowerCase())
    .toSorted((one, other) => Number(one === 'authorises') - Number(other === 'authorises'));
  return Object.assign({}, held.decision, ...parts.map((part) => places[part] ?? {}), {
    withheld,
  }) as DecisionDocument;
};

/** A decision as it was published. */
export const decisionPublished = ({ data, metadata }: Published, held: HeldDecision): DecisionDocument => {
  const { channel, reference, withheld } = data;
  return {
    ...without(held, withheld),
    publishedOn: londonDateOf(effectiveAt(metadata)),
    publishedAt: `${channel}: ${reference}`,
  };
};
