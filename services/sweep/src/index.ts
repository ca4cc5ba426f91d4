export * from './http';
export { type Finding, type Findings, sweep, type Swept } from './sweep';
