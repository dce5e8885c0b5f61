@echo off
rem Installs chatcalc for the user who runs this: no administrator, no network, nothing outside one folder.
rem   install.cmd            double-click it, or run it from a prompt
rem   install.cmd /nopause   never wait for a key
setlocal EnableExtensions DisableDelayedExpansion
set "HERE=%~dp0"
set "CODE=1"
set "WAIT=pause"
if /i "%~1"=="/nopause" set "WAIT=rem"
set "PYTHONUTF8=1"
set "PYTHONHOME="
set "PYTHONPATH="

if not exist "%HERE%wheels\" goto :not_unpacked
if not exist "%HERE%requirements.txt" goto :not_unpacked
if not defined LOCALAPPDATA goto :no_folder
set "PLACE=%LOCALAPPDATA%\chatcalc\venv"

set "PYEXE="
set "PYARG="
for %%v in (3.13 3.12 3.11) do call :try "py" "-%%v"
for %%v in (313 312 311) do call :try "%LOCALAPPDATA%\Programs\Python\Python%%v\python.exe" ""
call :try "python" ""
if not defined PYEXE goto :no_python

rem Python from the Microsoft Store writes below AppData where other programs cannot see it.
"%PYEXE%" %PYARG% -c "import sys; sys.exit('WindowsApps' in sys.base_prefix)" >nul 2>nul || set "PLACE=%USERPROFILE%\.chatcalc\venv"

echo Installing chatcalc into "%PLACE%"
if not exist "%PLACE%\Scripts\python.exe" goto :make
"%PLACE%\Scripts\python.exe" -m pip --version >nul 2>nul && goto :fill
echo What is there does not start any more; it is made anew.

:make
"%PYEXE%" %PYARG% -m venv --clear "%PLACE%" || goto :no_venv
if not exist "%PLACE%\Scripts\python.exe" goto :no_venv

:fill
"%PLACE%\Scripts\python.exe" -m pip --isolated --disable-pip-version-check install --quiet --no-index --find-links "%HERE%wheels" --require-hashes -r "%HERE%requirements.txt" || goto :no_pip
"%PLACE%\Scripts\python.exe" -m chatcalc --version || goto :no_start
echo Installed. Copy the folder "month" to where your extracts are, and double-click run-month.cmd in it.
set "CODE=0"
goto :end

:try
if defined PYEXE exit /b 0
"%~1" %~2 -c "import sys, sysconfig; sys.exit(sysconfig.get_platform() != 'win-amd64' or sys.version_info[:2] not in [(3, 11), (3, 12), (3, 13)])" >nul 2>nul || exit /b 0
set "PYEXE=%~1"
set "PYARG=%~2"
exit /b 0

:not_unpacked
echo ERROR: there are no wheels beside this script.
echo Unpack the whole zip file first (right-click it, Extract All), then run install.cmd in the new folder.
goto :end

:no_folder
echo ERROR: Windows names no LOCALAPPDATA folder for this user. Run this as the user who will run chatcalc.
goto :end

:no_python
echo ERROR: no Python 3.11, 3.12 or 3.13 (64-bit) was found.
echo Install one from python.org with "Install just for me", which needs no administrator,
echo or ask for one from your software centre; then run install.cmd again.
goto :end

:no_venv
echo ERROR: the folder "%PLACE%" cannot be made.
echo Close every window in which chatcalc runs. Where the lines above say "access denied" or
echo "blocked by group policy", ask IT to allow python.exe to run from that folder.
goto :end

:no_pip
echo ERROR: the wheels cannot be installed; the lines above say why.
echo A hash that does not match means a damaged download: fetch and unpack the zip file again.
echo A file in use means that chatcalc is running: close its windows, then run install.cmd again.
goto :end

:no_start
echo ERROR: chatcalc was installed but does not start; the lines above say why.
echo Where they say "DLL load failed", the Visual C++ runtime is missing or blocked: ask IT for it.
goto :end

:end
%WAIT%
exit /b %CODE%
