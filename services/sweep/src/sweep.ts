import { setImmediate as letOthers } from 'node:timers/promises';
import type { RuleBookData } from '@commissioning/domain';
import type { Instant, Json, Refusal } from '@commissioning/kernel';
import { type Act, actsIn, type SweepPorts } from './act';
import { type Again, decideAgain, type Looked } from './decide-again';
import { keptUntilOpened } from './sealed';
import { type OtherRules, standingsOf } from './standing';

/** Why an act is named. */
type FindingKind =
  /** A rule refuses it. */
  | 'refused'
  /** Something else follows from it than was recorded. */
  | 'recorded-otherwise'
  /** Its actor’s role may not do it. */
  | 'not-allowed'
  /** It says that it was decided under another version of the rules than was in force. */
  | 'wrong-version';

/** One act that is named, with the event that leads to it. */
export interface Finding {
  readonly kind: FindingKind;
  readonly stream: string;
  readonly revision: number;
  readonly event: string;
  readonly types: ReadonlyArray<string>;
  readonly action: string;
  readonly actor: string;
  readonly role: string;
  readonly recordedAt: Instant;
  readonly ruleBookVersion: number;
  readonly rule?: {
    readonly id: string;
    readonly sentence: string;
    readonly strength: string;
    readonly source: string;
  };
  readonly field?: string;
  readonly facts: { readonly [name: string]: Json };
}

/** Findings of one sort: how many there are, how many by which rule, and the first of them. */
export interface Findings {
  readonly count: number;
  readonly byRule: Readonly<Record<string, number>>;
  readonly first: ReadonlyArray<Finding>;
}

/** What was looked at without being decided again. */
interface NotDecided {
  readonly why: string;
  readonly acts: number;
  readonly types: ReadonlyArray<string>;
}

/** What a sweep found. */
export interface Swept {
  readonly events: number;
  readonly acts: number;
  /** Acts from which the same events follow again, under the rules of their day. */
  readonly same: number;
  readonly breaches: Findings;
  readonly under?: {
    readonly rules: { readonly version: number; readonly name: string; readonly inForceFrom: string };
    /** Acts that held under the rules of their day and that these rules refuse. */
    readonly refused: Findings;
    /** Acts that these rules allow, and that would be recorded otherwise: a route with other steps, another last day. */
    readonly otherwise: number;
  };
  readonly notDecided: ReadonlyArray<NotDecided>;
}

/** Acts decided before others in this process get their turn. */
const actsAtOnce = 50;

/** Findings named at the most of each sort; the rest is counted. */
const named = 1_000;

const findingsKept = () => {
  const first: Array<Finding> = [];
  const byRule = new Map<string, number>();
  let count = 0;
  return {
    add: (finding: Finding): void => {
      count += 1;
      const rule = finding.rule?.id ?? finding.kind;
      byRule.set(rule, (byRule.get(rule) ?? 0) + 1);
      if (first.length < named) first.push(finding);
    },
    all: (): Findings => ({
      count,
      byRule: Object.fromEntries([...byRule].toSorted(([, one], [, other]) => other - one)),
      first,
    }),
  };
};

const found = (
  act: Act,
  action: string,
  kind: FindingKind,
  more: Partial<Pick<Finding, 'rule' | 'field' | 'facts'>> = {},
): Finding => {
  const { metadata, stream, recorded } = act;
  return {
    kind,
    stream,
    revision: act.before + 1,
    event: recorded[0]?.id ?? '',
    types: recorded.map(({ type }) => type),
    action,
    actor: metadata.actor.id,
    role: metadata.actor.role,
    recordedAt: metadata.recordedAt,
    ruleBookVersion: metadata.ruleBookVersion,
    facts: {},
    ...more,
  };
};

const refusedBy = ({ rule, field, facts }: Refusal) => ({
  rule,
  facts,
  ...(field === undefined ? {} : { field }),
});

type Decided = Extract<Looked, { readonly _tag: 'Decided' }>;

const breachIn = (
  act: Act,
  { action, inItsDay, roleAllowed, wrongVersion }: Decided,
): Finding | undefined => {
  if (inItsDay._tag === 'Refused') return found(act, action, 'refused', refusedBy(inItsDay.refusal));
  if (inItsDay._tag === 'Otherwise') return found(act, action, 'recorded-otherwise');
  if (!roleAllowed) return found(act, action, 'not-allowed', { facts: { role: act.metadata.actor.role } });
  if (wrongVersion === undefined) return undefined;
  const facts = { said: act.metadata.ruleBookVersion, inForce: wrongVersion };
  return found(act, action, 'wrong-version', { facts });
};

/** What is asked beside the rules of each day: a version or a candidate, the rules as each body has them. */
export interface UnderOther {
  readonly rules: RuleBookData;
  readonly of: OtherRules;
}

/**
 * Decides every act of the log again, under the rules of its day and, where asked, under others. It reads the log once, in
 * its order, and keeps the streams used last, so many and no more, however long the log is. Throws `EventStoreError` when the log cannot be read.
 */
export const sweep = async (ports: SweepPorts, other?: UnderOther, streamsKept = 200): Promise<Swept> => {
  const otherRules: OtherRules = other === undefined ? () => undefined : other.of;
  const standings = standingsOf(ports, otherRules, streamsKept);
  const [breaches, refused] = [findingsKept(), findingsKept()];
  const notDecided = new Map<string, { acts: number; types: Set<string> }>();
  const counts = { events: 0, acts: 0, same: 0, otherwise: 0 };

  const sealed = keptUntilOpened();
  let passed = 0;

  const leftOut = (act: Act, why: string): void => {
    const before = notDecided.get(why) ?? { acts: 0, types: new Set<string>() };
    before.acts += 1;
    for (const { type } of act.recorded) before.types.add(type);
    notDecided.set(why, before);
  };

  const judged = (act: Act, looked: Decided): void => {
    const breach = breachIn(act, looked);
    if (breach !== undefined) return breaches.add(breach);
    counts.same += 1;
    const { under, action } = looked;
    const outcome: Again['_tag'] = under?._tag ?? 'Same';
    if (outcome === 'Otherwise') counts.otherwise += 1;
    if (under?._tag === 'Refused') refused.add(found(act, action, 'refused', refusedBy(under.refusal)));
  };

  for await (const act of actsIn(ports)) {
    const looked = await decideAgain(standings, act, otherRules(act.metadata.body));
    sealed.pass(act, () => {
      counts.acts += 1;
      counts.events += act.recorded.length;
      if (looked._tag === 'NotDecided') leftOut(act, looked.why);
      else judged(act, looked);
    });
    if (act.events !== undefined) standings.pass(act.kind, act.id, act.events);
    // An office that runs goes on serving meanwhile.
    passed += 1;
    if (passed % actsAtOnce === 0) await letOthers();
  }

  const { events, acts, same, otherwise } = counts;
  const asked = other && {
    rules: { version: other.rules.version, name: other.rules.name, inForceFrom: other.rules.inForceFrom },
    refused: refused.all(),
    otherwise,
  };
  return {
    events,
    acts,
    same,
    breaches: breaches.all(),
    ...(asked && { under: asked }),
    notDecided: [...notDecided].map(([why, left]) => ({
      why,
      acts: left.acts,
      types: [...left.types].toSorted(),
    })),
  };
};
