/** What is told of executions while they go on: how far they have come. */
export const name = '0215-execution-reports';

export const sql = `
CREATE TABLE execution_report (
  execution INTEGER PRIMARY KEY REFERENCES execution(key), percent REAL, message TEXT, at INTEGER NOT NULL
) STRICT;
`;
