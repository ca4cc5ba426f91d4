import {
  CalendarDate,
  CommissionRef,
  DocumentRef,
  FundRef,
  Line,
  LocalId,
  official,
  Pence,
  ProviderRef,
  struct,
  Text,
} from '@commissioning/kernel';
import * as t from 'io-ts';
import { DiligenceOutcome, LegalPower } from '../../shapes';
import { openingAction } from '../action';
import { identifyNeed } from '../analyse/identify-need';
import { inTurn, part, rulesOf } from '../in-turn';
import { assessSubsidy } from '../purchase/assess-subsidy';
import { completeDiligence } from '../purchase/complete-diligence';
import { declareInterests } from '../purchase/declare-interests';
import { Interests, SubsidyConfirmation, SubsidyRoute } from '../purchase/events';
import { notifyAssistance } from '../purchase/notify-assistance';
import { receiveQuote } from '../purchase/receive-quote';
import { recommendAward } from '../purchase/recommend-award';
import { AssistanceRoute } from '../purchase/subsidy-events';
import { wholeLot } from '../state';
import { allocateFunding } from './allocate-funding';
import { authoriseDirectAward } from './authorise-direct-award';
import { chooseInstrument } from './choose-instrument';
import { chooseRoute } from './choose-route';

const RequestDirectGrant = struct(
  {
    reference: CommissionRef,
    title: official(Line),
    summary: official(Text),
    objectives: t.readonlyArray(LocalId),
    areas: t.readonlyArray(Line),
    standingAssessment: Line,
    provider: ProviderRef,
    /** In pence; a grant is outside VAT. */
    amount: official(Pence),
    /** What the provider asks the money for. */
    for: official(Text),
    fund: FundRef,
    profile: LocalId,
    legalPower: LegalPower,
    ground: LocalId,
    /** What shows the ground; public with the decision. */
    evidence: official(Text),
    /** Why a grant, and why this one. */
    reasons: official(Text),
    /** The interests of the officer who asks; empty when there are none. */
    interests: Interests,
    subsidy: struct(
      { isSubsidy: t.boolean, reason: official(Text) },
      {
        route: SubsidyRoute,
        /** The day on which the enterprise was told and asked, where the route asks for it. */
        notifiedOn: CalendarDate,
        confirmation: SubsidyConfirmation,
      },
    ),
    diligence: t.type({ outcome: DiligenceOutcome, finding: official(Text), goodUntil: CalendarDate }),
  },
  { theme: Line, document: DocumentRef },
  'RequestDirectGrant',
);

/** What the parts of a direct grant are called in its commission; each has one of them. */
const ids = {
  allocation: 'funding' as LocalId,
  quote: 'request' as LocalId,
  notification: 'assistance' as LocalId,
  recommendation: 'recommendation' as LocalId,
  lot: wholeLot as LocalId,
};

/**
 * Records a direct grant whole, from the need to the recommendation, in one act: what follows is a decision by somebody
 * else. Every part is decided under the rules it has on its own.
 */
export const requestDirectGrant = openingAction({
  name: 'request-direct-grant',
  says: 'Record a request for a grant without competition whole, up to the recommendation.',
  command: RequestDirectGrant,
  roles: ['commissioning-officer'],
  rules: rulesOf(
    identifyNeed,
    chooseInstrument,
    chooseRoute,
    authoriseDirectAward,
    allocateFunding,
    receiveQuote,
    declareInterests,
    notifyAssistance,
    assessSubsidy,
    completeDiligence,
    recommendAward,
  ),
  needs: ({ provider, fund }) => ({ providers: [provider], funds: [fund] }),
  decide: (command, context) => {
    const { reference, title, summary, objectives, areas, standingAssessment, theme } = command;
    const { provider, fund, profile, legalPower, ground, evidence, reasons, interests, subsidy, diligence } =
      command;
    const { allocation, quote, notification, recommendation, lot } = ids;
    const amount = { pence: command.amount, vat: 'outside' } as const;
    const themes = theme === undefined ? [] : [theme];
    const named = theme === undefined ? {} : { theme };
    const shown = command.document === undefined ? {} : { document: command.document };
    const { notifiedOn, ...assessed } = subsidy;
    const told =
      notifiedOn !== undefined && AssistanceRoute.is(assessed.route)
        ? [
            part(
              notifyAssistance,
              { notification, provider, route: assessed.route, amount: command.amount, notifiedOn },
              { '/notifiedOn': '/subsidy/notifiedOn' },
            ),
          ]
        : [];
    const ofSubsidy = {
      '/route': '/subsidy/route',
      '/confirmation': '/subsidy/confirmation',
      '/confirmation/confirmedOn': '/subsidy/confirmation/confirmedOn',
      '/confirmation/reference': '/subsidy/confirmation/reference',
    };
    const ofSum = { '/provider': '/provider', '/amount': '/amount' };
    return inTurn(
      part(
        identifyNeed,
        { reference, title, summary, objectives, themes, areas, standingAssessment },
        { '/reference': '/reference', '/objectives': '/objectives' },
      ),
      // A grant may rest on any power: nothing is refused here at a field.
      part(chooseInstrument, { instrument: 'grant', legalPower, reason: reasons }),
      part(
        chooseRoute,
        { profile, value: amount, estimate: 'The sum asked for.', regime: 'grant' },
        { '/profile': '/profile', '/value': '/amount' },
      ),
      part(authoriseDirectAward, { ground, evidence }, { '/ground': '/ground' }),
      part(
        allocateFunding,
        { allocation, fund, amount: command.amount, ...named },
        { '/fund': '/fund', '/theme': '/theme', '/amount': '/amount' },
      ),
      part(receiveQuote, { quote, provider, amount, for: command.for, ...shown }, ofSum),
      ...told,
      part(assessSubsidy, { provider, ...assessed }, ofSubsidy),
      part(
        completeDiligence,
        { provider, depth: 'one-line', ...diligence },
        { '/goodUntil': '/diligence/goodUntil' },
      ),
      part(recommendAward, { recommendation, lot, provider, amount, reasons }, ofSum),
      // What is told with the request keeps nobody from making it: the award waits until somebody else has settled it.
      part(declareInterests, { stage: 'general', interests }, { '/interests': '/interests' }),
    )(context);
  },
});
