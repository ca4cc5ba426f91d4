import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import type * as t from 'io-ts';
import { allHold, check } from '../checks';
import type { DomainAction } from '../context';
import { entrySaidOnce, saidOnce } from '../entries';
import { bodyEstablished } from './adopt-rules';
import type { RuleBookEvent } from './events';
import { RetentionAdopted } from './retention-events';
import type { RuleBookState } from './state';

const retentionInTurn = rule({
  id: 'rulebook.retention-in-turn',
  sentence: 'A retention schedule comes into force no earlier than the one before it.',
  strength: 'integrity',
  source: 'Design of the record: one schedule is in force on any one day',
});

type AdoptRetention = t.TypeOf<typeof RetentionAdopted.codec>;

/** Adopts a retention schedule, in force from a day on; that day may lie before or after today. */
export const adoptRetention: DomainAction<AdoptRetention, RuleBookState, RuleBookEvent> = {
  name: 'adopt-retention',
  aggregate: 'rulebook',
  says: 'Adopt a retention schedule.',
  command: RetentionAdopted.codec,
  opens: false,
  roles: ['administrator'],
  rules: [bodyEstablished, entrySaidOnce, retentionInTurn],
  needs: () => ({}),
  decide: (command) => (book) => {
    const { schedule, inForceFrom } = command;
    const before = book.retention.find((adopted) => adopted.schedule === schedule);
    return saidOnce(before, command, '/schedule', () => {
      const lastInForceFrom = book.retention.at(-1)?.inForceFrom ?? inForceFrom;
      const holds = allHold(
        check(book.body !== undefined, bodyEstablished),
        check(
          inForceFrom >= lastInForceFrom,
          retentionInTurn,
          { inForceFrom, lastInForceFrom },
          '/inForceFrom',
        ),
      );
      return E.isLeft(holds) ? holds : E.right([RetentionAdopted.make(command)]);
    });
  },
};
