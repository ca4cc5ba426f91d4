import {
  atLeastOne,
  CalendarDate,
  type CorrectablePath,
  EventId,
  type EventDefinition,
  Line,
  LocalId,
  pathOf,
  pointerOf,
  type Refusal,
  rule,
  Text,
  valueAt,
} from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import * as t from 'io-ts';
import { allHold, type Check, check, present } from '../checks';
import type { Context, Decision } from '../context';
import { entrySaidOnce, saidOnce } from '../entries';
import { datesNotInTheFuture, notInTheFuture } from '../not-in-future';
import { eventDefinitions } from '../registry';
import { type Corrigible, type Entry, entryOf } from './corrigible';
import { type CorrectionEvent, EntryCorrected } from './events';
import { namesIn } from './names';
import { correctedIn, putRight } from './reading';
import { underClassOf } from './under-class';

const ofAKnownEntry = rule({
  id: 'correction.of-a-known-entry',
  sentence: 'What is corrected is an entry of this stream in which something may be corrected.',
  strength: 'integrity',
  source: 'Design of the record: an entry is never edited, what corrects it is an entry of its own',
});

const inItsOwnRole = rule({
  id: 'correction.in-the-role-of-the-entry',
  sentence: 'An entry is corrected by somebody in the role in which it was made.',
  strength: 'integrity',
  source: 'Separation of duties: nobody rewords what another office said',
});

const ofACorrectableField = rule({
  id: 'correction.of-a-correctable-field',
  sentence:
    'Only a field by which nothing was decided is corrected: never a score, an award, a sum, a deadline, a criterion or a reason.',
  strength: 'integrity',
  source: 'Design of the record: a decision is changed by a decision',
});

const ofSomethingSaid = rule({
  id: 'correction.of-something-said-otherwise',
  sentence: 'A correction puts another value in the place of one that was given, each field once.',
  strength: 'integrity',
  source: 'Design of the record: what was left out is added by an entry of its own',
});

const fitsTheField = rule({
  id: 'correction.fits-the-field',
  sentence: 'A corrected value is one that the entry could have been recorded with.',
  strength: 'integrity',
  source: 'Design of the record',
});

export const correctionRules = [
  entrySaidOnce,
  ofAKnownEntry,
  inItsOwnRole,
  ofACorrectableField,
  ofSomethingSaid,
  fitsTheField,
  datesNotInTheFuture,
];

/** Which entry, by the id of its event; what is to stand in which of its fields, by their JSON pointers; and why. */
export const CorrectEntry = t.type(
  {
    correction: LocalId,
    entry: EventId,
    changes: atLeastOne(t.type({ field: Line, to: Text })),
    reason: Text,
  },
  'CorrectEntry',
);
export type CorrectEntry = t.TypeOf<typeof CorrectEntry>;

const definitions = new Map(eventDefinitions.map((definition) => [definition.type, definition]));

/** An entry with the definition of the event that recorded it. */
interface Known {
  readonly entry: Entry;
  readonly definition: EventDefinition;
}

const knownEntry = (state: Corrigible, { entry: id }: CorrectEntry): E.Either<Refusal, Known> => {
  const entry = entryOf(state, id);
  const definition = entry && definitions.get(entry.type);
  return present(entry && definition && { entry, definition }, ofAKnownEntry, { entry: id }, '/entry');
};

const leadsTo = ({ path: pattern }: CorrectablePath, path: ReadonlyArray<string>): boolean =>
  pattern.length === path.length &&
  pattern.every(
    (segment, index) => segment === path[index] || (segment === '*' && /^\d+$/.test(path[index] ?? '')),
  );

const mayBeCorrected = ({ entry, definition }: Known, { changes }: CorrectEntry): ReadonlyArray<Check> =>
  changes.flatMap(({ field, to }, index) => {
    const at = `/changes/${index}/field`;
    const correctable = definition.correctable.map(({ path }) => pointerOf(path));
    const found = definition.correctable.find((each) => leadsTo(each, pathOf(field)));
    const said = valueAt(entry.data, pathOf(field));
    const first = changes.findIndex((each) => each.field === field) === index;
    return [
      check(found !== undefined, ofACorrectableField, { entry: entry.type, field, correctable }, at),
      check(typeof said === 'string' && said !== to && first, ofSomethingSaid, { field }, at),
    ];
  });

/** The entry with all its corrections is data that its event could have been recorded with; a day in it is not to come. */
const fits = (
  { entry, definition }: Known,
  { changes }: CorrectEntry,
  context: Context,
): ReadonlyArray<Check> => {
  const right = putRight(
    entry.data,
    changes.map((change) => ({ ...change, from: '' })),
  );
  const faults = definition.faultsIn(right).map(({ pointer, expected }) => `${pointer}: ${expected}`);
  const days = changes.flatMap(({ field, to }, index) => {
    const codec = definition.correctable.find((each) => leadsTo(each, pathOf(field)))?.codec;
    return codec?.name === CalendarDate.name && CalendarDate.is(to)
      ? [notInTheFuture(context, to, `/changes/${index}/to`)]
      : [];
  });
  return [check(faults.length === 0, fitsTheField, { faults }, '/changes'), ...days];
};

const corrected = ({ entry, definition }: Known, command: CorrectEntry): CorrectionEvent => {
  const { correction, reason, changes } = command;
  return EntryCorrected.make({
    correction,
    entry: command.entry,
    of: entry.type,
    changes: changes.map(({ field, to }) => {
      const path = definition.correctable.find((each) => leadsTo(each, pathOf(field)));
      const from = valueAt(entry.data, pathOf(field)) as string;
      return { field, ...underClassOf(path?.fieldClass, { from, to }) };
    }),
    ...namesIn(definition, entry.data),
    reason,
  });
};

const asAsked = (said: CorrectionEvent['data'] | undefined): CorrectEntry | undefined => {
  if (said === undefined) return undefined;
  const { correction, entry, reason } = said;
  return {
    correction,
    entry,
    reason,
    changes: correctedIn(said).map(({ field, to }) => ({ field, to })),
  } as CorrectEntry;
};

/** Puts slips of an entry right, in whichever stream it stands. */
export const correctedEntry =
  (command: CorrectEntry, context: Context) =>
  (state: Corrigible): Decision<CorrectionEvent> =>
    saidOnce(asAsked(state.corrections.get(command.correction)), command, '/correction', () =>
      pipe(
        knownEntry(state, command),
        E.chainFirst(({ entry }) =>
          check(
            entry.role === context.actor.role,
            inItsOwnRole,
            { madeBy: entry.role, role: context.actor.role },
            '/entry',
          ),
        ),
        E.chainFirst((known) => allHold(...mayBeCorrected(known, command))),
        E.chainFirst((known) => allHold(...fits(known, command, context))),
        E.map((known) => [corrected(known, command)]),
      ),
    );
