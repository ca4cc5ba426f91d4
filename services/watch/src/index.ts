export * from './closing-clock';
export * from './duty-clock';
export * from './erasures';
export * from './watch';
