import { explain, type JsonObject, type Refusal } from '@commissioning/kernel';
import type { Finding, Findings, Swept } from '@services/sweep';
import * as E from 'fp-ts/Either';
import type { Client } from './client';
import { bold, dim, green } from './colours';
import { answered, commandIn, type ExitCode } from './commands';
import { counted, say, sayJson, table } from './printing';

/** Which rules to ask about, as a sweep is asked: an adopted version by its number, a candidate by its file. */
export const rulesNamed = async (
  named: string | undefined,
): Promise<E.Either<string, { readonly version?: number; readonly candidate?: unknown }>> => {
  if (named === undefined) return E.right({});
  if (/^\d{1,9}$/.test(named)) return E.right({ version: Number(named) });
  const candidate = await commandIn(named);
  return E.isLeft(candidate) ? candidate : E.right({ candidate: candidate.right });
};

const why: Readonly<Record<Exclude<Finding['kind'], 'refused'>, string>> = {
  'recorded-otherwise': 'Something else follows from it than was recorded.',
  'not-allowed': 'The role in which it was done may not do it.',
  'wrong-version': 'It says another version of the rules than was in force.',
};

const reasonOf = ({ kind, rule, facts, field }: Finding): string =>
  kind === 'refused' && rule !== undefined
    ? explain({ _tag: 'Refusal', rule, facts, ...(field && { field }) } as Refusal)
    : kind === 'refused'
      ? ''
      : why[kind];

const sayFindings = ({ count, byRule, first }: Findings): void => {
  say(
    table(
      ['Rule', 'Acts'],
      Object.entries(byRule).map(([rule, acts]) => [rule, String(acts)]),
    ),
  );
  for (const finding of first) {
    const { stream, revision, action, actor, role, recordedAt, event, ruleBookVersion } = finding;
    say();
    say(`${bold(`${stream} ${revision}`)}  ${action}, by ${actor} (${role}), ${recordedAt.slice(0, 10)}`);
    say(`  ${reasonOf(finding)}`);
    say(dim(`  event ${event}, under version ${ruleBookVersion} of the rules`));
  }
  if (count > first.length) say(dim(`and ${count - first.length} more`));
};

const sayLeftOut = ({ notDecided }: Swept): void => {
  for (const { why: reason, acts, types } of notDecided)
    say(dim(`${counted(acts, 'act')} not decided again: ${reason} (${types.join(', ')}).`));
};

const saySwept = (swept: Swept): void => {
  const { acts, events, same, breaches, under } = swept;
  say(
    `${counted(acts, 'act')} of ${counted(events, 'event')} looked at; from ${same} the same events follow again under the rules of their day.`,
  );
  if (breaches.count === 0) say(green('No breach was found.'));
  else {
    say(bold(`${counted(breaches.count, 'act')} that the rules of their day do not bear out:`));
    sayFindings(breaches);
  }
  if (under !== undefined) {
    const { rules, refused, otherwise } = under;
    say();
    say(
      bold(
        `Under version ${rules.version}, ${rules.name}: ${refused.count} would have been refused, ${otherwise} recorded otherwise.`,
      ),
    );
    if (refused.count > 0) sayFindings(refused);
  }
  sayLeftOut(swept);
  say(
    dim(
      'Held to the rules as this release has them in code, with the sums and days of the rule book of each day.',
    ),
  );
};

/** Decides all that was recorded again: under the rules of its day, and under others where some are named. */
export const sweepRecord = async (
  client: Client,
  rules: { readonly version?: number; readonly candidate?: unknown },
  json: boolean,
): Promise<ExitCode> => {
  const done = await client.ask({ method: 'POST', path: '/v1/sweep', body: rules });
  const failed = answered(done.status, done.body, json);
  if (failed !== undefined) return done.status === 422 ? 2 : failed;
  const swept = done.body as unknown as Swept & JsonObject;
  if (json) sayJson(swept);
  else saySwept(swept);
  return swept.breaches.count > 0 ? 1 : 0;
};
