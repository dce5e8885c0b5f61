@echo off
rem Makes the report of the folder that this script lies in, by the chatcalc.toml beside it.
rem   run-month.cmd            double-click it, or run it from a prompt
rem   run-month.cmd /nopause   for Task Scheduler: never wait for a key
rem The exit code is chatcalc's own. What was done is added to chatcalc.log beside this script.
setlocal EnableExtensions DisableDelayedExpansion
set "HERE=%~dp0"
set "CODE=3"
set "WAIT=pause"
if /i "%~1"=="/nopause" set "WAIT=rem"
set "PYTHONUTF8=1"
set "PYTHONHOME="
set "PYTHONPATH="

set "PYEXE=%LOCALAPPDATA%\chatcalc\venv\Scripts\python.exe"
if not exist "%PYEXE%" set "PYEXE=%USERPROFILE%\.chatcalc\venv\Scripts\python.exe"
if not exist "%PYEXE%" goto :not_installed
if not exist "%HERE%chatcalc.toml" goto :no_config

rem A table that goes to a file or another program is UTF-8; so shall be what this window shows of it.
set "PAGE="
for /f "tokens=2 delims=:." %%p in ('chcp') do set "PAGE=%%p"
chcp 65001 >nul
"%PYEXE%" -m chatcalc report --config "%HERE%chatcalc.toml" --log "%HERE%chatcalc.log"
set "CODE=%ERRORLEVEL%"
if defined PAGE chcp %PAGE% >nul

echo.
if "%CODE%"=="0" echo Done: the files that chatcalc.toml names as output were written.
if "%CODE%"=="1" echo Done, but the data have findings as serious as fail_on in chatcalc.toml: run chatcalc check.
if "%CODE%"=="2" echo NOT DONE: a line of chatcalc.toml is wrong; the message above names it.
if "%CODE%"=="3" echo NOT DONE: a file cannot be read or written; the message above names it. Is it open in Excel?
if "%CODE%"=="4" echo NOT DONE: a specification of your own is invalid; the message above names the line.
if "%CODE%"=="70" echo NOT DONE: a bug in chatcalc. Please report the message above; it holds no child's data.
if "%CODE%"=="130" echo NOT DONE: interrupted; the files are those of the run before.
echo Exit code %CODE%.
goto :end

:not_installed
echo ERROR: chatcalc is not installed for this user. Run install.cmd first.
goto :end

:no_config
echo ERROR: there is no chatcalc.toml beside this script.
goto :end

:end
%WAIT%
exit /b %CODE%
