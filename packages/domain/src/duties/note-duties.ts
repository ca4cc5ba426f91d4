import { BodyId, CommissionRef, refusal, type Refusal, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import * as t from 'io-ts';
import type { DomainAction } from '../context';
import { type DutyEvent, DutyFellDue, DutyLapsed, DutyMet, DutyMissed } from './events';
import { type DutiesState, duties } from './state';

/** Something found about a duty. */
export const Finding = t.union(
  [
    t.intersection([t.type({ finding: t.literal('fell-due') }), DutyFellDue.codec]),
    t.intersection([t.type({ finding: t.literal('missed') }), DutyMissed.codec]),
    t.intersection([t.type({ finding: t.literal('met') }), DutyMet.codec]),
    t.intersection([t.type({ finding: t.literal('lapsed') }), DutyLapsed.codec]),
  ],
  'Finding',
);
export type Finding = t.TypeOf<typeof Finding>;

const fellDueFirst = rule({
  id: 'duty.fell-due-first',
  sentence: 'Only a duty that fell due is missed, met or lapses.',
  strength: 'integrity',
  source: 'Design of the record',
});

const NoteDuties = t.type(
  {
    /** The commission, or the body where they are its own. */
    commission: t.union([CommissionRef, BodyId]),
    findings: t.readonlyArray(Finding),
  },
  'NoteDuties',
);

const eventOf = (found: Finding): DutyEvent => {
  switch (found.finding) {
    case 'fell-due': {
      const { finding: _finding, ...data } = found;
      return DutyFellDue.make(data);
    }
    case 'missed': {
      const { finding: _finding, ...data } = found;
      return DutyMissed.make(data);
    }
    case 'met': {
      const { finding: _finding, ...data } = found;
      return DutyMet.make(data);
    }
    case 'lapsed': {
      const { finding: _finding, ...data } = found;
      return DutyLapsed.make(data);
    }
  }
};

const isNoted = (state: DutiesState, { finding, duty }: Finding): boolean => {
  const standing = state.get(duty);
  switch (finding) {
    case 'fell-due':
      return standing !== undefined;
    case 'missed':
      return standing?.missed === true;
    case 'met':
      return standing?.met === true;
    case 'lapsed':
      return standing?.lapsed === true;
  }
};

/** Notes what the clock found about the duties of a commission, or of a body for itself; what was noted before is not noted again. */
export const noteDuties: DomainAction<t.TypeOf<typeof NoteDuties>, DutiesState, DutyEvent> = {
  name: 'note-duties',
  aggregate: 'duties',
  says: 'Note which duties of a commission, or of a body, fell due, were missed, met or lapsed.',
  command: NoteDuties,
  opens: true,
  roles: ['system'],
  rules: [fellDueFirst],
  needs: () => ({}),
  decide:
    ({ findings }) =>
    (before) => {
      let state = before;
      const noted: Array<DutyEvent> = [];
      for (const [index, found] of findings.entries()) {
        if (isNoted(state, found)) continue;
        if (found.finding !== 'fell-due' && !state.has(found.duty))
          return E.left<Refusal>(refusal(fellDueFirst, { duty: found.duty }, `/findings/${index}/duty`));
        const event = eventOf(found);
        state = duties.evolve(state, event as Parameters<typeof duties.evolve>[1]);
        noted.push(event);
      }
      return E.right(noted);
    },
};
