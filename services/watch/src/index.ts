export * from './duty-clock';
export * from './watch';
