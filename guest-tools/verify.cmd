@echo off
rem Runs verify.ps1 with the given arguments, and ends with its exit code.
setlocal EnableExtensions DisableDelayedExpansion

rem The values that cmd.exe makes up unless somebody has set them, and this script's own.
for %%V in (CMDCMDLINE ERRORLEVEL QUIET REPORTS) do set "%%V="

:next_argument
if "%~1"=="" goto arguments_done
if "%~1"=="/?" goto usage
if /i "%~1"=="/quiet" set "QUIET=1" & shift & goto next_argument
if /i "%~1"=="-ReportDirectory" set "REPORTS=%~2" & shift & shift & goto next_argument
echo Unknown option: "%~1"
echo.
set "CODE=2"
goto show_usage
:arguments_done

rem A 32-bit cmd.exe on 64-bit Windows sees the 64-bit programs under Sysnative only.
set "SYS=%SystemRoot%\System32"
if defined PROCESSOR_ARCHITEW6432 set "SYS=%SystemRoot%\Sysnative"
set POWERSHELL="%SYS%\WindowsPowerShell\v1.0\powershell.exe"

if not exist "%SYS%\WindowsPowerShell\v1.0\powershell.exe" (
  echo Windows PowerShell is not installed on this computer.
  set "CODE=2"
  goto finish
)
rem PowerShell 2.0 waits for the end of its input even though nobody asks it to read.
if defined REPORTS goto with_reports
%POWERSHELL% -NoLogo -NoProfile -NonInteractive -ExecutionPolicy Bypass -File "%~dp0verify.ps1" <nul
set "CODE=%ERRORLEVEL%"
goto finish
:with_reports
rem A backslash at the end would take the quotation mark behind it for a part of the path.
if "%REPORTS:~-1%"=="\" set "REPORTS=%REPORTS%."
%POWERSHELL% -NoLogo -NoProfile -NonInteractive -ExecutionPolicy Bypass -File "%~dp0verify.ps1" -ReportDirectory "%REPORTS%" <nul
set "CODE=%ERRORLEVEL%"
goto finish

:usage
set "CODE=0"
:show_usage
echo Checks this media and what setup.cmd of Aero Guest Tools has set up.
echo.
echo   verify.cmd [/quiet] [-ReportDirectory FOLDER]
echo   verify.cmd /?
echo.
echo   /quiet            Never pause.
echo   -ReportDirectory  Where report.txt and report.json go. Without it: the folder AeroGuestTools
echo                     on the system drive.
echo.
echo   Exit codes: 0 PASS; 1 FAIL; 3 WARN; 2 wrong use, or verification could not run.

:finish
if not defined QUIET call :pause_if_started_by_explorer
exit /b %CODE%

:pause_if_started_by_explorer
rem Explorer starts "cmd.exe /c <script>", whose window closes when the script ends.
setlocal EnableDelayedExpansion
set "STARTED_AS=!CMDCMDLINE!"
if defined STARTED_AS if not "!STARTED_AS:verify.cmd=!"=="!STARTED_AS!" pause
endlocal
exit /b 0
