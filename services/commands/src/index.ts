export * from './begin';
export * from './execute';
export * from './failure';
export * from './ports';
export * from './references';
export * from './request';
export * from './sealed-bids';
export * from './http';
export { observedCommands } from './observed';
