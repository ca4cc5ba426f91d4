export { auditorsWork } from './auditors-work';
export * from './identity';
export * from './problem';
