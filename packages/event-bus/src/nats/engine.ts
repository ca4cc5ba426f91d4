/** How this engine is called in failures. */
export const engine = 'nats';
