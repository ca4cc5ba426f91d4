import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { allHold, check } from '../../checks';
import { datesNotInTheFuture, notInTheFuture } from '../../not-in-future';
import { entrySaidOnce, saidOnce } from '../../entries';
import { commissionAction } from '../action';
import { inKnownLot, lotKnown } from '../purchase/lots';
import { NoticePublished } from './events';
import { noticeContentRules, noticeSound, suppliersOf } from './notice-content';

const noticeKind = rule({
  id: 'notice.kind-known',
  sentence: 'A notice of the Procurement Act is one of UK1 to UK17; any other has a name of its own.',
  strength: 'law',
  source: 'Procurement Regulations 2024 (SI 2024/692), Part 2',
});

const noticeChannel = rule({
  id: 'notice.on-central-platform',
  sentence: 'A notice of the Procurement Act is published on the central digital platform first.',
  strength: 'law',
  source: 'Procurement Act 2023 s.95; Procurement Regulations 2024 r.5',
});

const statutory = /^UK\d/i;
const known = /^UK([1-9]|1[0-7])$/;

/** Notes a notice that has been published: which, where, under which reference, on which day. */
export const publishNotice = commissionAction({
  name: 'publish-notice',
  says: 'Note a notice that was published.',
  command: NoticePublished.codec,
  roles: ['commissioning-officer'],
  rules: [entrySaidOnce, noticeKind, lotKnown, noticeChannel, datesNotInTheFuture, ...noticeContentRules],
  needs: (command, commission) => ({ providers: suppliersOf(commission, command) }),
  decide: (command, context) => (commission) =>
    saidOnce(commission.notices.get(command.notice), command, '/notice', () => {
      const { kind, channel, publishedOn, lot } = command;
      const underTheAct = statutory.test(kind);
      const there = [...commission.notices.values()].some(
        (notice) => notice.kind === kind && notice.channel === 'central-platform',
      );
      return pipe(
        allHold(
          check(!underTheAct || known.test(kind), noticeKind, { kind }, '/kind'),
          check(
            !underTheAct || there || channel === 'central-platform',
            noticeChannel,
            { kind, channel },
            '/channel',
          ),
          notInTheFuture(context, publishedOn, '/publishedOn'),
          lot === undefined ? E.right(undefined) : inKnownLot(commission, lot),
          noticeSound(commission, context, command),
        ),
        E.map(() => [NoticePublished.make(command)]),
      );
    }),
});
