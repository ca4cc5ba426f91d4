import { bedfordshireRules, type RuleBookData } from '@commissioning/domain';
import type { AggregateKind, DomainEvent, Role } from '@commissioning/kernel';
import type { Prose } from './prose';
import type { Random } from './random';

/** What one command records in one stream. */
export interface Recording {
  readonly kind: AggregateKind;
  readonly id: string;
  readonly role: Role;
  readonly events: ReadonlyArray<DomainEvent>;
}

/** A commissioning body as far as its commissions need it: its money, its providers, its decisions. */
export interface Body {
  readonly random: Random;
  readonly prose: Prose;
  readonly rules: RuleBookData;
  readonly funds: ReadonlyArray<{ readonly id: string; readonly theme: string }>;
  readonly providers: ReadonlyArray<{ readonly provider: string; readonly name: string }>;
  readonly nextDecision: () => string;
}

export const bodyId = 'BEDS';

const years = ['2024-25', '2025-26', '2026-27'];

/** The rules of the body, the last of those that the domain ships with. */
const lastRules = (): RuleBookData => {
  const rules = bedfordshireRules.at(-1);
  if (rules === undefined) throw new Error('The domain ships with no rules');
  return rules;
};

export const bodyFrom = (random: Random, prose: Prose): Body => {
  let decisions = 0;
  const rules = lastRules();
  return {
    random,
    prose,
    rules,
    funds: rules.fundingStreams.flatMap(({ id, name }) =>
      years.map((year) => ({ id: `${bodyId}-${id}-${year}`, theme: name })),
    ),
    providers: Array.from({ length: 120 }, (_, number) => ({
      provider: `${bodyId}-provider-${number}`,
      name: `The ${prose.line().split(' ')[1] ?? 'open'} trust of ward ${number}`,
    })),
    nextDecision: () => `${bodyId}-PCC24-${(decisions += 1)}`,
  };
};

const fundOpened = ({ rules, funds, nextDecision }: Body, number: number): Recording => {
  const { id, theme } = funds[number] as Body['funds'][number];
  const stream = rules.fundingStreams[
    Math.floor(number / years.length)
  ] as RuleBookData['fundingStreams'][number];
  const opened = {
    fund: id,
    stream: stream.id,
    name: stream.name,
    year: years[number % years.length],
    funder: stream.funder,
    themes: [theme],
    costCode: `B${900 + number}`,
  };
  const accepted = {
    tranche: 'first',
    amount: 9_000_000_000_000,
    conditions: stream.conditions.map((condition) => condition.id),
    decision: nextDecision(),
    theme,
  };
  return {
    kind: 'fund',
    id,
    role: 'finance',
    events: [
      { type: 'FundOpened', data: opened },
      { type: 'FundingAccepted', data: accepted },
    ],
  };
};

const providerRegistered = ({ providers, prose }: Body, number: number): Recording => {
  const { provider, name } = providers[number] as Body['providers'][number];
  const person = `person-${number}`;
  const registered = {
    provider,
    name,
    sector: 'voluntary-community-social-enterprise',
    local: number % 3 === 0,
    contact: { person, name: `Contact ${number}`, email: `contact${number}@example.org` },
  };
  const checked = {
    check: 'first',
    depth: 'standard',
    outcome: 'satisfactory',
    finding: prose.sentence(),
    checkedOn: '2024-03-01',
    goodUntil: '2026-03-01',
    upTo: 100_000_000,
  };
  return {
    kind: 'provider',
    id: provider,
    role: 'commissioning-officer',
    events: [
      { type: 'ProviderRegistered', data: registered },
      { type: 'DiligenceChecked', data: checked },
    ],
  };
};

/** What is recorded before the first commission begins: the body and its rules, its funds and its providers. */
export const beginnings = (body: Body): ReadonlyArray<Recording> => [
  {
    kind: 'rulebook',
    id: bodyId,
    role: 'administrator',
    events: [
      {
        type: 'BodyEstablished',
        data: { body: bodyId, name: 'A commissioner', area: 'A county', established: '2012-11-22' },
      },
      { type: 'RulesAdopted', data: body.rules },
    ],
  },
  ...body.funds.map((_, number) => fundOpened(body, number)),
  ...body.providers.map((_, number) => providerRegistered(body, number)),
];
