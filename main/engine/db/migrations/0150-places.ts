/** Items by where they stand in their dataset: what is uploaded to a place is compared with what is there. */
export const name = '0150-places';

export const sql = `
CREATE INDEX item_by_place ON item (dataset_id, folder, name);
`;
