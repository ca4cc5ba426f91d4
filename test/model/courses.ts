import { emptyModel, type Model } from './simple-model';
import { type Drawn, nextStep } from './sequences';
import { approver, finance, newSystem, officer, type System } from './system';
import { fund, funding, moments, providerOf, type Step, type Verdict, verbs } from './verbs';

const plenty = { pence: 100_000_000, vat: 'outside' };

/** A fund that is open, decisions about its money, and two clubs: what both rounds begin with. */
const prepared = (atOnce: boolean): System => {
  const system = newSystem(atOnce);
  const [now = ''] = moments;
  const ask = (...[kind, id, action, actor, command]: ReadonlyArray<unknown>) => {
    if (!system.ask({ kind, id, action, actor, command } as never, now))
      throw new Error(`${String(action)} was refused`);
  };
  ask('fund', fund, 'open-fund', finance, { stream: 'community-safety', themes: [] });
  ask('decision', funding, 'take-decision', approver, {
    title: 'Community Safety Fund',
    delegation: 'commissioner',
    background: 'Part of the plan.',
    reasons: 'Affordable.',
    advice: [],
    interests: [],
    authorises: [
      { act: 'accept-funding', fund, amount: plenty },
      { act: 'revise-budget', fund, change: 'lower', amount: plenty },
    ],
  });
  for (const n of [1, 2])
    ask('provider', providerOf(n), 'register-provider', officer, {
      name: `Club ${n}`,
      sector: 'voluntary-community-social-enterprise',
      local: true,
    });
  return system;
};

/** The domain and the model of it, as far as both have come. */
export interface Course {
  readonly system: System;
  readonly model: Model;
}

/** Where nothing has happened yet; what follows in the fund follows at once, or when it is carried over. */
export const newCourse = (atOnce = true): Course => ({ system: prepared(atOnce), model: emptyModel() });

/** What a drawn step is where both have come to; undefined where there is nothing that could be next. */
const resolved = (drawn: Drawn, model: Model): Step | 'pass' | undefined => {
  if ('sum' in drawn) return drawn;
  const { round } = drawn;
  const step = nextStep(model, round);
  if (step !== 'pass' || model.time > 0) return step;
  // The deadline of both passes at once: the other may still be on its way to its specification.
  const other = round === 0 ? 1 : 0;
  return model.rounds[other].begun ? nextStep(model, other) : step;
};

/** A step that was tried: what the model says of it, and what the system did. */
export interface Tried {
  readonly step: Step;
  readonly verdict: Verdict;
  readonly accepted: boolean;
  readonly recorded: number;
}

/** Takes both one step further; undefined where nothing was asked: time passed, or nothing could be next. */
export const advance = ({ system, model }: Course, drawn: Drawn): Tried | undefined => {
  const step = resolved(drawn, model);
  if (step === 'pass') model.time = Math.min(2, model.time + 1);
  if (step === 'pass' || step === undefined) return undefined;
  const verb = verbs[step.verb];
  if (verb === undefined) throw new Error(`Nobody knows how to ${step.verb}`);
  const asked = verb.asks(step, model);
  const verdict = verb.verdict(model.rounds[step.round], step, model);
  const before = system.log.length;
  const accepted = system.ask(asked, String(moments[model.time]));
  if (typeof verdict === 'function') verdict();
  return { step, verdict, accepted, recorded: system.log.length - before };
};
