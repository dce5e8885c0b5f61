"""Words that some dialect keeps for itself and that an analyst may give to a value or to related rows."""

from __future__ import annotations

from typing import Final

RESERVED: Final = frozenset(
    {
        "ACCESS", "ADD", "ANY", "ASC", "AUDIT", "BACKUP", "BEGIN", "BOTH", "BREAK", "BROWSE",
        "BULK", "BY", "CASCADE", "CAST", "CHECK", "CLOSE", "CLUSTER", "COLLATE", "COLUMN",
        "COMMENT", "COMMIT", "COMPRESS", "COMPUTE", "CONNECT", "CONSTRAINT", "CONTAINS", "CONTINUE",
        "CONVERT", "CREATE", "CROSS", "CURRENT", "CURSOR", "DATABASE", "DAY", "DEFAULT", "DENY",
        "DESC", "DISK", "DISTRIBUTED", "DO", "DOUBLE", "DUMP", "EXCLUSIVE", "EXIT", "EXTERNAL",
        "FETCH", "FILE", "FLOAT", "FOR", "FOREIGN", "FREEZE", "FROM", "FULL", "FUNCTION", "GOTO",
        "GROUP", "HAVING", "HOLDLOCK", "IDENTIFIED", "IDENTITY", "IF", "IMMEDIATE", "INCREMENT",
        "INDEX", "INITIAL", "INNER", "INTEGER", "INTERVAL", "INTO", "JOIN", "KEY", "KILL",
        "LATERAL", "LEADING", "LEFT", "LEVEL", "LIMIT", "LINENO", "LOAD", "LOCK", "LONG", "MINUS",
        "MODE", "MODIFY", "MONTH", "NATURAL", "NOCHECK", "NUMBER", "OF", "OFF", "OFFLINE", "OFFSET",
        "OFFSETS", "ON", "ONLINE", "ONLY", "OPEN", "OPTION", "ORDER", "OUTER", "OVER", "OVERLAPS",
        "PERCENT", "PIVOT", "PLACING", "PLAN", "PRECISION", "PRIMARY", "PRINT", "PRIOR",
        "PRIVILEGES", "PROC", "PROCEDURE", "PUBLIC", "RAW", "READ", "RECONFIGURE", "REFERENCES",
        "REPLICATION", "RESOURCE", "RESTORE", "RESTRICT", "RETURN", "RETURNING", "REVERT", "REVOKE",
        "RIGHT", "ROLLBACK", "ROW", "ROWCOUNT", "ROWID", "ROWNUM", "ROWS", "RULE", "SAVE", "SCHEMA",
        "SESSION", "SET", "SETUSER", "SHARE", "SHUTDOWN", "SIMILAR", "SIZE", "SMALLINT", "SOME",
        "START", "STATISTICS", "SUCCESSFUL", "SYMMETRIC", "SYNONYM", "SYSDATE", "TABLE",
        "TABLESAMPLE", "TO", "TOP", "TRAILING", "TRAN", "TRANSACTION", "TRIGGER", "UID", "UNIQUE",
        "UNPIVOT", "UPDATETEXT", "USE", "USER", "USING", "VALIDATE", "VALUES", "VARCHAR",
        "VARIADIC", "VERBOSE", "VIEW", "WAITFOR", "WHENEVER", "WHERE", "WHILE", "WINDOW", "YEAR",
    }
)  # fmt: skip
