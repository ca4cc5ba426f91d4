export { verifyRoute } from './http';
export { type Found, lookThrough } from './look-through';
export type { Verified } from './verify';
