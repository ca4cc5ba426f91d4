import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { alike, allHold, check } from '../checks';
import type { DomainAction } from '../context';
import { RuleBookData, RulesAdopted, type RuleBookEvent } from './events';
import type { RuleBookState } from './state';
import { bookRules, wholeBook } from './whole-book';

export const bodyEstablished = rule({
  id: 'rulebook.body-established',
  sentence: 'Rules are adopted by a body that has been established.',
  strength: 'integrity',
  source: 'Design of the record',
});

const versionsInTurn = rule({
  id: 'rulebook.versions-in-turn',
  sentence:
    'Versions of the rules are numbered one after the other, and a version once adopted stays as it is.',
  strength: 'integrity',
  source: 'Design of the record: each event carries the version it was decided under',
});

const inForceInTurn = rule({
  id: 'rulebook.in-force-in-turn',
  sentence: 'A version comes into force no earlier than the version before it.',
  strength: 'integrity',
  source: 'Design of the record: one version is in force on any one day',
});

/** Adopts a whole version of the rules, in force from a day on; that day may lie before or after today. */
export const adoptRules: DomainAction<RuleBookData, RuleBookState, RuleBookEvent> = {
  name: 'adopt-rules',
  aggregate: 'rulebook',
  says: 'Adopt a version of the rules.',
  command: RuleBookData,
  opens: false,
  roles: ['administrator'],
  rules: [bodyEstablished, versionsInTurn, inForceInTurn, ...bookRules],
  needs: () => ({}),
  decide: (command) => (book) => {
    const { version, inForceFrom } = command;
    const last = book.versions.at(-1);
    if (
      alike(
        command,
        book.versions.find((adopted) => adopted.version === version),
      )
    )
      return E.right([]);
    const expected = (last?.version ?? 0) + 1;
    const lastInForceFrom = last?.inForceFrom ?? inForceFrom;
    const holds = allHold(
      check(book.body !== undefined, bodyEstablished),
      check(version === expected, versionsInTurn, { version, expected }, '/version'),
      check(inForceFrom >= lastInForceFrom, inForceInTurn, { inForceFrom, lastInForceFrom }, '/inForceFrom'),
      wholeBook(command),
    );
    return E.isLeft(holds) ? holds : E.right([RulesAdopted.make(command)]);
  },
};
