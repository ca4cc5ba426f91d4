import type { Identify } from '@commissioning/http';
import type { FastifyRequest } from 'fastify';
import { barredFrom } from './answering';
import { barredFromDuties } from './duties';
import { barredFromRedFlags } from './red-flags';
import { registersFor } from './registers';
import type { InsiderLink } from './showing';

const pages: ReadonlyArray<
  InsiderLink & { readonly mayOpen: (request: FastifyRequest, identify: Identify) => boolean }
> = [
  {
    here: 'duties',
    href: '/duties',
    text: 'Duties',
    mayOpen: (request, identify) => barredFromDuties(request, identify) === undefined,
  },
  {
    here: 'contributions',
    href: '/contributions',
    text: 'Contributions',
    mayOpen: (request, identify) => barredFrom(request, identify) === undefined,
  },
  {
    here: 'registers',
    href: '/registers',
    text: 'Registers',
    mayOpen: (request, identify) => registersFor(identify(request)).length > 0,
  },
  {
    here: 'red-flags',
    href: '/red-flags',
    text: 'Red flags',
    mayOpen: (request, identify) => barredFromRedFlags(request, identify) === undefined,
  },
];

/** The pages that whoever asks may open and the public may not. Who they are is worked out once, and not for each page. */
export const insiderLinks = (request: FastifyRequest, identify: Identify): ReadonlyArray<InsiderLink> => {
  const actor = identify(request);
  return actor === undefined ? [] : pages.filter(({ mayOpen }) => mayOpen(request, () => actor));
};
