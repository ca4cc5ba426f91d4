import type { FundingStream } from '../events';
import type { Plain } from './plain';

const victimsOnly = {
  id: 'only-victims',
  sentence: 'The money supports victims of crime and nothing else.',
};
const everyVictim = {
  id: 'every-victim',
  sentence:
    'The service is open to every victim, whether or not the crime was reported and whenever it happened.',
};
const spentWithinYear = {
  id: 'spent-within-year',
  sentence: 'What is not spent by 31 March goes back to the funder.',
};

/**
 * The streams Bedfordshire's published decisions draw on; themes of the Community Safety Fund from PCC/D/111, new activity
 * and no accommodation from PCC/D/057. Which of its stream's conditions a tranche has is said when it is accepted.
 */
export const fundingStreams: ReadonlyArray<Plain<FundingStream>> = [
  {
    id: 'moj-victims',
    name: 'Ministry of Justice victims grant',
    funder: 'Ministry of Justice',
    themes: [],
    conditions: [victimsOnly, everyVictim, spentWithinYear],
    costCode: 'B992',
  },
  {
    id: 'moj-domestic-abuse-sexual-violence',
    name: 'Ministry of Justice domestic abuse and sexual violence grant',
    funder: 'Ministry of Justice',
    themes: [],
    conditions: [
      victimsOnly,
      everyVictim,
      spentWithinYear,
      {
        id: 'only-domestic-abuse-sexual-violence',
        sentence: 'The money supports victims of domestic abuse or sexual violence.',
      },
      { id: 'new-activity-only', sentence: 'The money pays for new activity only.' },
      { id: 'not-accommodation', sentence: 'The money does not pay for accommodation.' },
    ],
  },
  {
    id: 'community-safety',
    name: 'Community Safety Fund',
    funder: 'Police and Crime Commissioner for Bedfordshire',
    themes: [
      'Sports-based early intervention',
      'Community mediation and hate crime',
      'Out-of-court disposals',
      'Youth offending services',
      'Neighbourhood Watch and community watch schemes',
      'Restorative justice and restorative approaches',
      'Activity in HMP Bedford',
      'Family Drug and Alcohol Court',
    ],
    conditions: [
      {
        id: 'crime-and-disorder-reduction',
        sentence: 'The money secures, or contributes to securing, crime and disorder reduction in the area.',
      },
    ],
    costCode: 'B990',
  },
  {
    id: 'cameras-tickets-collisions',
    name: 'Cameras, Tickets and Collisions Fund',
    funder: 'Police and Crime Commissioner for Bedfordshire',
    themes: [],
    conditions: [
      {
        id: 'road-safety',
        sentence: 'The money improves road safety or supports those harmed on the roads.',
      },
    ],
  },
  {
    id: 'home-office-safer-streets',
    name: 'Home Office Safer Streets Fund',
    funder: 'Home Office',
    themes: [],
    conditions: [
      { id: 'named-place', sentence: 'The money is spent in the place named in the bid to the Home Office.' },
      spentWithinYear,
    ],
  },
  {
    id: 'police-property-act',
    name: 'Police Property Act Fund',
    funder: 'Police and Crime Commissioner for Bedfordshire',
    themes: [],
    conditions: [{ id: 'charitable', sentence: 'The money goes to a charitable purpose.' }],
  },
];
