/** Flags of the guides that are not raised here, each with the reason: said, so that nobody takes silence for health. */
export const unanswerable: ReadonlyArray<{
  readonly id: string;
  readonly name: string;
  readonly why: string;
}> = [
  {
    id: 'R043',
    name: 'Shared contacts of bidders and officers',
    why: 'Contacts are personal, each sealed under a key of its own: they are compared with nothing.',
  },
  {
    id: 'R044',
    name: 'Shared contacts among bidders',
    why: 'The same.',
  },
  {
    id: 'R048',
    name: 'A supplier of everything',
    why: 'No event carries the code of what was bought, but for light touch services.',
  },
  {
    id: 'R063',
    name: 'Not published',
    why: 'Publications are duties: E12 says which were missed.',
  },
  {
    id: 'R070',
    name: 'A loser as subcontractor',
    why: 'What a bidder says of its subcontractors is their names, which are matched with no provider.',
  },
  {
    id: 'E3',
    name: 'Criteria changed after publication',
    why: 'No event can change them: they are fixed when the specification is published.',
  },
  {
    id: 'E4',
    name: 'Quality scored after prices were seen',
    why: 'Bids are opened whole, prices with them; who looked at which is not recorded yet.',
  },
  {
    id: 'E14',
    name: 'Left out without saying so',
    why: 'What the public reads is made from the events; a part can only be left out by a withholding, which the register has.',
  },
];
