import { faultFinder } from '@commissioning/kernel';
import { folded, like, momentOf, noon, opened, type Telling } from '../../../../test/support/read-models';
import {
  answersOf,
  FactDocument,
  factsOf,
  type FlagAnswer,
  redFlags,
  SubjectDocument,
  type SubjectKind,
} from '../../src';

const reference = 'BEDS-2026-0007';
export const stream = `commission-${reference}`;

type By = Telling['by'];

/** Something that happened in the commission at a moment, or at noon of a day. */
export const on = (when: string, type: string, otherwise: object = {}, by?: By): Telling => ({
  stream,
  event: like(type, otherwise),
  at: when.length === 10 ? noon(when) : when,
  ...(by === undefined ? {} : { by }),
});

/** The same in another stream. */
export const inOther = (other: string, telling: Telling): Telling => ({ ...telling, stream: other });

const check = (document: object): void => {
  const codec = 'kind' in document ? FactDocument : SubjectDocument;
  expect(faultFinder(codec)(document)).toEqual([]);
};

/** What a flag says once these things have happened, as somebody asks at noon of a day. */
export const asked = (
  flag: string,
  tellings: ReadonlyArray<Telling>,
  {
    of = 'commission',
    about = reference,
    now = '2029-01-01',
  }: {
    readonly of?: SubjectKind;
    readonly about?: string;
    readonly now?: string;
  } = {},
): ReadonlyArray<FlagAnswer> => {
  const { take, documents } = folded(redFlags);
  for (const happening of opened(tellings, 'sensitive')) take(happening);
  const facts: Array<FactDocument> = [];
  for (const [name, document] of documents) {
    check(document);
    if (name.startsWith('facts:')) facts.push(document as unknown as FactDocument);
  }
  const concerned = facts.filter(({ kind, commission, provider }) => {
    if (kind === 'book') return true;
    if (of === 'commission') return commission === about;
    if (of === 'provider') return provider === about;
    return kind === 'award' || kind === 'entry' || kind === 'bid' || kind === 'body-duty';
  });
  return answersOf(of, factsOf(about, concerned, momentOf(noon(now))), flag);
};

/** How it stands: once for each thing it found. */
export const standingsOf = (answers: ReadonlyArray<FlagAnswer>): ReadonlyArray<string> =>
  answers.map(({ standing }) => standing);
