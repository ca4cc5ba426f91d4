import { eventDefinitions } from '@commissioning/domain';
import { type DomainEvent, faultFinder, type JsonObject, parseStreamName } from '@commissioning/kernel';
import type { AnyProjection } from '@commissioning/projecting';
import type { Stored } from '@commissioning/read-store';
import { commissionFile } from '@projections/commission-file';
import { DecisionDocument, decisionLog } from '@projections/decision-log';
import { funds } from '@projections/funds';
import {
  CommissionDocument,
  EntryDocument,
  PaymentDocument,
  publicRegister,
  StepDocument,
} from '@projections/public-register';
import fc from 'fast-check';
import { type Canary, canariesIn, canaryMaker, randomFrom } from '../support/canaries';
import {
  bare,
  event,
  fixtureOf,
  folded,
  like,
  noon,
  opened,
  right,
  type Telling,
  type World,
  worldOf,
} from '../support/read-models';

/** What any public route may reach, and of what shape it is. */
const publicDocuments = {
  'public-register': {
    entries: EntryDocument,
    commissions: CommissionDocument,
    steps: StepDocument,
    payments: PaymentDocument,
  },
  'decision-log': { decisions: DecisionDocument },
};
const publicModels: ReadonlyArray<AnyProjection> = [publicRegister, decisionLog];

const isPublic = (name: string): boolean => !name.startsWith('pending:');

const definitionOf = (type: string) => {
  const found = eventDefinitions.find((definition) => definition.type === type);
  if (found === undefined) throw new Error(`There is no event ${type}`);
  return found;
};

const commissions = ['BEDS-2026-0001', 'BEDS-2026-0002'] as const;
const decisions = ['BEDS-PCC24-0040', 'BEDS-PCC24-0041'] as const;
const awards = ['award-one', 'award-two', 'award-three'] as const;

/** An event among others, and what stands in it that is not public, or not yet. */
interface Watched extends Telling {
  readonly canaries: ReadonlyArray<Canary>;
}

/** Which stream an event of a type stands in: a publication in either of two kinds. */
const streamOf = (type: string, random: (below: number) => number): string => {
  const { aggregate } = definitionOf(type);
  const published = type === 'DecisionPublished' && random(3) > 0;
  switch (published ? 'commission' : aggregate) {
    case 'commission':
      return `commission-${commissions[random(2)] ?? ''}`;
    case 'decision':
      return `decision-${decisions[random(2)] ?? ''}`;
    case 'fund':
      return 'fund-BEDS-victims-2026-27';
    case 'provider':
      return `provider-BEDS-provider-${random(3)}`;
    default:
      return `${aggregate}-BEDS`;
  }
};

/** Data in which what belongs together is named alike: the awards of a commission, the decision of a stream. */
const joinedUp = (
  stream: string,
  type: string,
  data: Readonly<Record<string, unknown>>,
  random: (below: number) => number,
): object => {
  const own = parseStreamName(stream)?.id ?? '';
  const decision = stream.startsWith('decision-') ? own : decisions[random(2)];
  return {
    ...data,
    ...('award' in data && { award: type === 'PriorAwardRecorded' ? 'prior' : awards[random(3)] }),
    ...('decision' in data && type !== 'PriorFundingRecorded' && { decision }),
    ...('reference' in data && ['NeedIdentified', 'PriorAwardRecorded'].includes(type) && { reference: own }),
    ...(type === 'FundOpened' && { fund: own }),
    ...(type === 'DecisionPublished' && {
      withheld: [],
      awards: awards.filter(() => random(2) === 0),
    }),
  };
};

/** Types the public models take notice of come more often, so that much of it becomes public. */
const handled = [...new Set([...publicRegister.handles, ...decisionLog.handles])];
const types = eventDefinitions.map(({ type }) => type);

const historyOf = (seed: number, length: number): ReadonlyArray<Watched> => {
  const random = randomFrom(seed);
  const make = canaryMaker(random);
  return Array.from({ length }, (): Watched => {
    const from = random(4) > 0 ? handled : types;
    const type = from[random(from.length)] ?? '';
    const stream = streamOf(type, random);
    const definition = definitionOf(type);
    const { data, canaries } = make(definition.codec, fixtureOf(type));
    const joined = joinedUp(stream, type, data as Readonly<Record<string, unknown>>, random);
    const text = JSON.stringify(joined).toLowerCase();
    return {
      stream,
      event: event(type, joined),
      canaries: canaries.filter(({ token }) => text.includes(token)),
    };
  });
};

interface Published {
  readonly decision: string;
  readonly awards?: ReadonlyArray<string>;
}

/** Whether what an event holds back has been released, by what was recorded for the same matter. */
const isReleased = (
  { stream, event: { type, data } }: Telling,
  by: ReadonlyArray<string>,
  at: number,
  history: ReadonlyArray<Telling>,
): boolean => {
  const own = data as { readonly award?: string; readonly decision?: string };
  const sameMatter = history.filter((each) => each.stream === stream && by.includes(each.event.type));
  const later = history.filter((each, index) => index > at && sameMatter.includes(each));
  const publications = (of: ReadonlyArray<Telling>): ReadonlyArray<Published> =>
    of.filter((each) => each.event.type === 'DecisionPublished').map((each) => each.event.data as Published);
  switch (type) {
    case 'GrantAwarded':
    case 'ContractAwarded':
      return publications(later).some((each) => each.awards?.includes(own.award ?? ''));
    case 'AgreementSigned':
      return publications(sameMatter).some((each) => each.awards?.includes(own.award ?? ''));
    case 'NoAwardMade':
      return publications(later).some((each) => each.decision === own.decision);
    case 'DecisionTaken':
      return later.length > 0;
    default:
      return sameMatter.length > 0;
  }
};

describe('what the public reads', () => {
  const seen = new Set<string>();
  const sound = new Map<string, ReturnType<typeof faultFinder>>(
    Object.values(publicDocuments).flatMap((collections) =>
      Object.entries(collections).map(([name, codec]) => [name, faultFinder(codec)] as const),
    ),
  );

  /** Lets one more event happen, and looks at every public document that it changed. */
  const mustHoldBack = (history: ReadonlyArray<Watched>): void => {
    const models = publicModels.map((model) => ({ model, ...folded(model) }));
    const happenings = models.map(({ model }) => opened(history, model.sees));
    const looked = new Set<JsonObject>();
    for (const [index] of history.entries()) {
      const soFar = history.slice(0, index + 1);
      const owners = new Map<string, Array<readonly [Watched, Canary, number]>>();
      soFar.forEach((each, at) =>
        each.canaries.forEach((canary) =>
          owners.set(canary.token, [...(owners.get(canary.token) ?? []), [each, canary, at]]),
        ),
      );
      for (const [which, { take, documents }] of models.entries()) {
        const happening = happenings[which]?.[index];
        if (happening !== undefined) take(happening);
        for (const [name, document] of documents) {
          if (!isPublic(name) || looked.has(document)) continue;
          looked.add(document);
          expect(sound.get(name.split(':')[0] ?? '')?.(document)).toEqual([]);
          for (const token of canariesIn(JSON.stringify(document))) {
            const released = owners
              .get(token)
              ?.find(
                ([each, { fieldClass }, at]) =>
                  fieldClass.kind === 'released' && isReleased(each, fieldClass.by, at, soFar),
              );
            if (released === undefined)
              throw new Error(
                `${name} holds ${token} of ${
                  owners
                    .get(token)
                    ?.map(([each, { pointer }]) => each.event.type + pointer)
                    .join(', ') ?? 'nobody'
                } after event ${index}`,
              );
            seen.add(`${released[0].event.type}${released[1].pointer}`);
          }
        }
      }
    }
  };

  test('holds nothing that is not public, and nothing before the event that releases it', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => mustHoldBack(historyOf(seed, 60))),
      { numRuns: 60 },
    );
    // What is released does become public: the silence is not that of an empty register.
    const shown = [
      'NeedIdentified/title',
      'NeedIdentified/summary',
      'NeedsAssessed/demand',
      'DirectAwardAuthorised/evidence',
      'GrantAwarded/recipient/name',
      'GrantAwarded/amount/pence',
      'ContractAwarded/purpose',
      'ContractAwarded/term/starts',
      'AgreementSigned/term/ends',
      'NoAwardMade/reason',
      'CommissionClosed/summary',
      'DecisionTaken/reasons',
    ];
    expect(shown.filter((each) => !seen.has(each))).toEqual([]);
  });
});
