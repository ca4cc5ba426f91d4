import { type DomainEvent, fold } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import fc from 'fast-check';
import { allActions } from '../src/actions';
import { aggregateOf } from '../src/aggregates';
import type { AnyAction } from '../src/context';
import { context, need } from './support/commission';
import { arbitraryOf } from './support/commands';
import { contextOf, recorded } from './support/specification';
import { planned, published } from './support/tender';

const commandsFor = ({ command }: AnyAction): ReadonlyArray<unknown> =>
  fc.sample(arbitraryOf(command), { numRuns: 25, seed: 7 });

const actions = allActions.map((action) => ({ name: action.name, action }));

/** How far streams have come: not begun, or a commission with parts of what most of it needs. */
const begun: Readonly<Record<string, ReadonlyArray<ReadonlyArray<DomainEvent>>>> = {
  commission: [[], [need], [published], planned(), [...planned(), published]],
};

describe('what is asked before its time', () => {
  test.each(actions)(
    '$name is decided or refused under a rule of its own, and never breaks',
    ({ action }) => {
      const aggregate = aggregateOf(action.aggregate);
      for (const events of begun[action.aggregate] ?? [[]]) {
        const state = fold(aggregate, aggregate.initial, recorded(events)) as never;
        for (const command of commandsFor(action))
          for (const around of [context, contextOf()]) {
            const decided = action.decide(command as never, around)(state);
            if (E.isLeft(decided)) expect(action.rules).toContain(decided.left.rule);
          }
      }
    },
  );
});

/** What is noted from papers of before cites numbers of then; what was carried forward was decided in the year before. */
const citesElsewhere = ['record-prior-award', 'record-prior-funding', 'bring-forward'];

describe('the decision that a command cites', () => {
  const citing = actions.filter(
    ({ name, action }) => action.aggregate !== 'decision' && !citesElsewhere.includes(name),
  );

  test.each(citing)('is known when $name is decided', ({ action }) => {
    const { initial } = aggregateOf(action.aggregate);
    for (const command of commandsFor(action)) {
      const { decision } = command as { readonly decision?: string };
      const { decisions } = action.needs(command as never, initial as never);
      if (decision !== undefined) expect(decisions).toContain(decision);
    }
  });
});
