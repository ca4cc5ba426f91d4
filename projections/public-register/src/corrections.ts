import { type Corrected, correctedFields, correctedIn, namedIn, putRightIn } from '@commissioning/domain';
import { commissionOf } from '@commissioning/kernel';
import { type Change, change, type Effect, noEffect } from '@commissioning/projecting';
import { commissionAfter } from './commissions';
import type { CommissionDocument, EntryDocument, StepDocument } from './documents';
import type { Told } from './events';
import { commissionKept } from './held';
import { commissionKey, entryKey, stepKey } from './keys';
import { stepOf } from './story';

type Correction = Told<'EntryCorrected'>;

/** The commission, where it is public; where it waits it is put right in any case. */
const commissionPutRight = (event: Correction): ReadonlyArray<Change> => [
  change<CommissionDocument>(
    commissionKey(commissionOf(event)),
    (before) => before && commissionAfter(event, before),
  ),
  commissionKept(event),
];

const closedStep = (event: Correction): Change =>
  change<StepDocument>(
    stepKey(commissionOf(event), 'closed'),
    (before) => before && putRightIn(before, correctedIn(event.data), () => '/detail'),
  );

const noticeStep = (event: Correction, [reference]: ReadonlyArray<Corrected>): Change =>
  change<StepDocument>(
    stepKey(commissionOf(event), 'notice', namedIn(event.data, 'notice') ?? ''),
    (before) => {
      if (!before?.detail || !reference || !before.detail.endsWith(reference.from)) return before;
      return { ...before, detail: `${before.detail.slice(0, -reference.from.length)}${reference.to}` };
    },
  );

/** What the register shows of an award brought in and may be corrected. */
const shownOfPrior: ReadonlySet<string> = new Set(['/title', '/note']);
const isTitle = ({ field }: Corrected): boolean => field === '/title';

const entryPutRight = (event: Correction): Change =>
  change<EntryDocument>(
    entryKey(commissionOf(event), namedIn(event.data, 'award') ?? ''),
    (before) =>
      before && {
        ...putRightIn(before, correctedIn(event.data), (field) =>
          shownOfPrior.has(field) ? field : undefined,
        ),
        corrections: [...before.corrections, ...correctedFields(event)],
      },
  );

const shownIn = (event: Correction, fields: ReadonlyArray<Corrected>): ReadonlyArray<Change> => {
  switch (event.data.of) {
    case 'NeedIdentified':
      return commissionPutRight(event);
    case 'CommissionClosed':
      return [...commissionPutRight(event), closedStep(event)];
    case 'NoticePublished':
      return [noticeStep(event, fields)];
    case 'PriorAwardRecorded':
      return [entryPutRight(event), ...(fields.some(isTitle) ? commissionPutRight(event) : [])];
    // Nothing else that may be corrected is shown to the public.
    default:
      return [];
  }
};

/** A slip put right in what is public, or will be. The story says so of a commission that is public. */
export const putRight = (event: Correction): Effect => {
  const fields = correctedIn(event.data);
  const changes = fields.length === 0 ? [] : shownIn(event, fields);
  if (changes.length === 0) return noEffect;
  const whole = commissionKey(commissionOf(event));
  return {
    reads: [whole],
    changes: [
      ...changes,
      change<StepDocument>(
        stepKey(commissionOf(event), 'corrected', event.data.correction),
        (before, lookup) => (lookup(whole) === undefined ? before : stepOf(event)),
      ),
    ],
  };
};
