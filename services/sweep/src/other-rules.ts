import { aggregates, registry, RuleBookData, type RuleBookState, wholeBook } from '@commissioning/domain';
import { excessKeys, explain, type Fault, faultInWords, faultsOf, streamName } from '@commissioning/kernel';
import { happened } from '@commissioning/record';
import * as E from 'fp-ts/Either';
import type { SweepPorts } from './act';
import type { UnderOther } from './sweep';

/** Which rules to ask about: a version that a body has adopted, or a candidate that nobody has. */
export type RulesAsked = { readonly version: number } | { readonly candidate: unknown };

/** Why there are no such rules to ask about, in words. */
export type NoSuchRules = ReadonlyArray<string>;

const inWords = (faults: ReadonlyArray<Fault>): NoSuchRules => faults.map(faultInWords);

/** A candidate that is a whole rule book: of its shape, with nothing unknown, and true to the rules of rule books. */
const candidateOf = (candidate: unknown): E.Either<NoSuchRules, RuleBookData> => {
  const decoded = RuleBookData.decode(candidate);
  if (E.isLeft(decoded)) return E.left(inWords(faultsOf(decoded.left)));
  const unknown = excessKeys(RuleBookData, candidate);
  if (unknown.length > 0)
    return E.left(unknown.map((pointer) => `${pointer}: no rule book has such a field`));
  const whole = wholeBook(decoded.right);
  return E.isLeft(whole) ? E.left([explain(whole.left)]) : decoded;
};

const bookOf = async ({ events, keys }: SweepPorts, body: string): Promise<RuleBookState> => {
  const { evolve, initial } = aggregates.rulebook;
  let state = initial;
  for await (const page of events.readStream(streamName('rulebook', body)))
    for (const event of page) {
      const opened = happened(registry, keys, event, 'personal');
      if (E.isRight(opened)) state = evolve(state, opened.right as Parameters<typeof evolve>[1]);
    }
  return state;
};

/** The rules that are asked about; of an adopted version those that the body of this office adopted under it. */
export const otherRules = async (
  ports: SweepPorts,
  body: string | undefined,
  asked: RulesAsked,
): Promise<E.Either<NoSuchRules, UnderOther>> => {
  if ('candidate' in asked) {
    const candidate = candidateOf(asked.candidate);
    return E.isLeft(candidate) ? candidate : E.right({ rules: candidate.right, of: () => candidate.right });
  }
  const { versions } = body === undefined ? { versions: [] } : await bookOf(ports, body);
  const rules = versions.find(({ version }) => version === asked.version);
  return rules === undefined
    ? E.left([
        `There is no version ${asked.version} of the rules; adopted are: ${versions.map(({ version }) => version).join(', ')}.`,
      ])
    : E.right({ rules, of: (of) => (of === body ? rules : undefined) });
};
