-- :identities JSON list of the submissions that count. A submission says something of every form that it owed, rows or
-- none; of one without obligations nothing is known, so form '' stands for all.
SELECT DISTINCT package.unit, coalesce(obligation.form, '')
FROM json_each(:identities) AS counted
JOIN package ON package.identity = counted.value
LEFT JOIN obligation
    ON obligation.unit = package.unit AND obligation.period = package.period AND obligation.plan = package.plan;
