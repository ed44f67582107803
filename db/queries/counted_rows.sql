-- :register form id; :identities JSON list of the submissions that count.
-- The latest place of each row is found over the keys alone; the bodies are read for those only.
WITH placed AS (
    SELECT package.id, row_id, deleted, package.unit,
        row_number() OVER (
            PARTITION BY package.unit, row_id
            ORDER BY period_end DESC, period DESC, plan DESC
        ) AS place
    FROM json_each(:identities) AS counted
    JOIN package ON package.identity = counted.value
    JOIN revision ON revision.package = package.id AND revision.form = :register
)
SELECT package.unit, plan, period, placed.row_id, body, identity
FROM placed
JOIN package ON package.id = placed.id
JOIN revision ON revision.package = placed.id AND form = :register AND revision.row_id = placed.row_id
WHERE place = 1 AND placed.deleted = 0
ORDER BY package.unit, placed.row_id;
