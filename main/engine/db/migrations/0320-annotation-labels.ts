/** How often labels are used, and by which annotations, without a look at every annotation: recipes in use are changed by it. */
export const name = '0320-annotation-labels';

export const sql = `
CREATE INDEX annotation_by_label ON annotation (dataset_id, label, id) WHERE dataset_id IS NOT NULL;
`;
