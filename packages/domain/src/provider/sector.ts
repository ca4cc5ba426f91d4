import * as t from 'io-ts';

/** What kind of organisation a provider is. */
export const Sector = t.keyof(
  { public: null, private: null, 'voluntary-community-social-enterprise': null, 'in-house': null },
  'Sector',
);
export type Sector = t.TypeOf<typeof Sector>;
