-- :register form id; :periods JSON object, period -> its last day.
WITH placed AS (
    SELECT unit, entry.plan, entry.period, form, row_id, deleted,
        row_number() OVER (
            PARTITION BY unit, row_id
            ORDER BY counted.value DESC, entry.period DESC, entry.plan DESC
        ) AS place
    FROM json_each(:periods) AS counted
    JOIN entry ON entry.period = counted.key AND form = :register
)
SELECT unit, plan, period, row_id, body
FROM placed
JOIN entry USING (unit, period, plan, form, row_id)
WHERE place = 1 AND placed.deleted = 0
ORDER BY unit, row_id;
