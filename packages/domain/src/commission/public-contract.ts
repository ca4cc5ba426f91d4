import type { CommissionState } from './state';

/**
 * Whether what is bought is a public contract, under the standard or the light touch regime: no contract below the
 * thresholds, none that is exempt, and no grant (Procurement Act 2023 s.3).
 */
export const isPublicContract = ({ route }: Pick<CommissionState, 'route'>): boolean =>
  route?.regime === 'standard' || route?.regime === 'light-touch';
