-- :register form id; :periods JSON object, period -> its last day.
WITH ended AS (
    SELECT *, json_extract(:periods, '$."' || period || '"') AS period_end
    FROM entry
    WHERE form = :register
),
placed AS (
    SELECT unit, plan, period, form, row_id, deleted,
        row_number() OVER (
            PARTITION BY unit, row_id
            ORDER BY period_end DESC, period DESC, plan DESC
        ) AS place
    FROM ended
    WHERE period_end IS NOT NULL
)
SELECT unit, plan, period, row_id, body
FROM placed
JOIN entry USING (unit, period, plan, form, row_id)
WHERE place = 1 AND placed.deleted = 0
ORDER BY unit, row_id;
