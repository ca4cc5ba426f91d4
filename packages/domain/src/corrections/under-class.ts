import type { FieldClass } from '@commissioning/kernel';
import type { FieldCorrected } from './events';

type Values = Omit<FieldCorrected, 'field'>;

/** The values of a correction under the class that the field has in the entry itself. */
export const underClassOf = (
  fieldClass: FieldClass | undefined,
  values: NonNullable<Values['public']>,
): Values => {
  switch (fieldClass?.kind) {
    case undefined:
      return { public: values };
    case 'released':
      return { released: values };
    case 'official':
      return { official: values };
    // What is personal cannot be correctable: its definition refuses it.
    case 'sensitive':
    case 'personal':
      return { sensitive: values };
  }
};
