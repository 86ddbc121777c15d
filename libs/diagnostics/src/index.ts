export * from './diagnostic';
export * from './failure';
export * from './format';
export * from './input-error';
export * from './printable';
export * from './progress';
