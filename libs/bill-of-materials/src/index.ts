export { BILL_OF_MATERIALS_NAME, billOfMaterials } from './bill-of-materials';
